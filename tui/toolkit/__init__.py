"""What widgets and screens are made with: messages, bindings, themes, literal text. Knows no widget and no screen."""
