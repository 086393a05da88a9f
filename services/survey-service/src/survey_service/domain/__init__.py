"""What is true of surveys: pure values and rules, without time, chance or storage."""
