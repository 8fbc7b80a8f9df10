"""What programs can do, a module for each thing. Every operation goes through the services that the pages use."""
