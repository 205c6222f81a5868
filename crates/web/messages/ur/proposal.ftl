### What the parties said to a version.

somebody = ایک کمپنی
proposed = نسخہ { $number }، تجویز کنندہ { $company }، { $day }
