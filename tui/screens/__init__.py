"""The screens. A screen holds state and decides; only the app knows all of them."""
