"""The door for assistants: tools after the Model Context Protocol, each of them an operation for programs."""
