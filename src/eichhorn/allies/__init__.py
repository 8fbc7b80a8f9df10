"""People of other departments who give: what they like to give, what they are asked for, and the thanks."""
