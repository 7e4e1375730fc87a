"""What an operator does about maintenance."""
