### Words on drawings.

target = Мақсат: { $value }
