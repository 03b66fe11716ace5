"""The main screen: search box, vendors, results and detail, and what its commands do."""
