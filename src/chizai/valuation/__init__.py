"""What the rights are worth alone, and whether they are fit to carry a security: income approach and screening."""
