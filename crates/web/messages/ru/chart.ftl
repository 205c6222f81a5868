### Words on drawings.

target = Цель: { $value }
