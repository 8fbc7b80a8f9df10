"""Words of the form's builder for its pages."""
