"""Operations that people define by formulas."""
