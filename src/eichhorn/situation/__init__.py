"""How serious it is: holds; a pause is a row here, and delivery asks at the last moment."""
