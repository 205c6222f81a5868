### Words on drawings.

target = Target: { $value }
