"""Technology, CRM and brand: who answers for what of the strategy through each of these lenses, and where nobody looks."""
