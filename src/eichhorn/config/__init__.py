"""Put together: settings, addresses, installed networks, the command."""
