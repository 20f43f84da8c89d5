"""What acts do to acts: relations and status as of a day."""
