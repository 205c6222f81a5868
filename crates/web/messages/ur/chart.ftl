### Words on drawings.

target = ہدف: { $value }
