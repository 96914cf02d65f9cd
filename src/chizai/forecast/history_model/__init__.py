"""What a history of royalties says of the cash to come, as a distribution: a mixture of state-space models."""
