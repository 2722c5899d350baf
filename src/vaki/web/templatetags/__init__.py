"""What the templates can say and show beyond Django's own tags. No tag reads the register."""
