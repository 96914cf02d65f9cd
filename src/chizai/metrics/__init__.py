"""What the promise is worth to its holders: price, yield, average life, sensitivity, cover and return."""
