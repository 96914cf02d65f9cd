"""What is owned: the six kinds of right, their owners and title, the licences that make them earn, the evidence."""
