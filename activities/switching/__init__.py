"""A rubric that was corrected in mid-year: proposed by one person, put in force by another, taken up one by one."""
