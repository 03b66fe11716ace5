"""Which words of which messages are exchanged for which others to make near misses."""

DECIDING: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("aeries/grading-category-not-found", "category", ("scale", "rubric", "session")),
    ("aeries/gradebook-number-does-not-match", "number", ("password", "owner", "version")),
    ("aeries/invalid-assignment-id", "assignment ID (lineItem", ("student ID (user", "class ID (class")),
    ("aeries/multiple-matches-found", "Multiple matches", ("No matches", "No permissions")),
    ("aeries/student-does-not-belong", "Student", ("Teacher", "Assignment")),
    ("aeries/unable-to-add-assignment", "gradebooks", ("schools", "calendars")),
    ("aspen/grading-category-not-found", "category", ("scale", "rubric", "session")),
    ("aspen/given-gradebook-column-type", "GradebookColumnType", ("StudentSchedule", "TeacherAccount")),
    ("aspen/given-gradebook-column-type", "GradeScale", ("GradeTerm", "Location")),
    ("aspen/validation-exception", "java.math.BigDecimal", ("java.util.Date", "java.util.UUID")),
    (
        "focus/422-error-invalid-due-date",
        "Assignment Category for due date",
        ("Standard for end date", "Bell for start date"),
    ),
    ("focus/assignment-not-found", "Assignment", ("Teacher", "Printer")),
    ("focus/cannot-find-due-date", "due date", ("points possible", "grading scheme", "teacher of record")),
    ("focus/grading-category-not-found", "category", ("scale", "rubric", "session")),
    ("infinite-campus/assignment-cannot-be-created", "cannot be created", ("was created", "was updated")),
    ("infinite-campus/assignment-dates-error", "dates", ("points",)),
    ("infinite-campus/cannot-export-canvas-submission-in-section", "submission", ("attendance", "comment")),
    ("infinite-campus/could-not-determine-class-or-grading-period", "class or grading Period", ("teacher or school",)),
    ("infinite-campus/data-sync-job-timed-out", "Sync", ("Import", "Backup")),
    ("infinite-campus/unable-to-process-score", "assignment_source_id", ("student_source_id", "teacher_source_id")),
    ("infinite-campus/unable-to-process-score", "score for", ("payment for", "attendance for")),
    ("pinnacle/cannot-find-due-date", "due date", ("points possible", "grading scheme")),
    ("powerschool/assignment-already-exists", "An assignment", ("A student group", "A course")),
    ("powerschool/assignment-cannot-be-created", "Assignment cannot", ("Student cannot", "Term cannot")),
    ("powerschool/assignment-section-locked", "locked", ("archived", "empty")),
    ("powerschool/grading-category-missing", "Grading Category", ("Due date", "Rubric")),
    ("powerschool/grade-exchange-not-finished", "Grade exchange", ("Attendance import", "Photo upload")),
    ("powerschool/teacher-category-id-not-active", "TeacherCategoryID", ("StandardID", "ScheduleID")),
    (
        "powerschool/total-points-error",
        "product of weight and score entry points",
        ("sum of all terms", "number of days"),
    ),
    ("progressbook/assignment-cannot-be-created", "cannot be created", ("was created", "was updated")),
    ("progressbook/required-property-category-not-found", "'category'", ("'dueDate'", "'title'")),
    ("progressbook/score-outside-allowable-range", "Score", ("Date", "Temperature")),
    ("q-sis/grading-category-not-found", "category", ("scale", "rubric", "session")),
    ("q-sis/student-is-excluded", "excluded", ("excused", "exempted", "included", "missing")),
    ("q-sis/student-is-excluded", "Object reference", ("Array index", "Thread culture")),
    ("sapphire/bad-request", "missing category", ("missing dueDate", "missing title")),
    ("skyward/assignment-in-locked-grading-period", "Assignment", ("Student", "Attendance")),
    ("skyward/assignment-marked-as-deleted", "deleted", ("late", "published", "extra credit")),
    ("skyward/field-section-id", "Section ID", ("Course ID", "Teacher ID")),
    ("skyward/grading-category-not-found", "category", ("scale", "rubric", "session")),
    ("skyward/section-does-not-have-a-gradebook", "gradebook", ("teacher", "syllabus", "classroom")),
    ("skyward/section-does-not-have-a-sis-id", "sis_section_id", ("students", "enrollments")),
    ("skyward/student-not-enrolled", "enrolled in Section", ("graded in time", "present")),
    ("skyward/unable-to-create-assignment", "assignment", ("backup", "user")),
    ("synergy/assignment-locked", "Assignment", ("Report Card", "Attendance")),
    ("synergy/cannot-find-due-date", "due date", ("points possible", "grading scheme")),
    ("synergy/not-a-valid-score", "Score (", ("Phone Number (", "Locker (")),
    ("synergy/no-grading-period-found", "Grading Period", ("Bell Schedule", "Home Address")),
    ("synergy/grading-category-does-not-exist", "category", ("scale", "rubric", "session")),
)
"""Entry, the words of its message that decide, and other words that make another error of it."""

_ELSEWHERE = ("Infinite Campus", "Genesis", "eSchoolPLUS", "Banner", "Blackbaud", "Schoology", "Google Classroom")
PLACES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("aeries/multiple-matches-found", "in OneRoster", tuple(f"in {name}" for name in _ELSEWHERE)),
    ("aspen/grading-category-not-found", "in Aspen for", tuple(f"in {name} for" for name in _ELSEWHERE)),
    ("q-sis/grading-category-not-found", "in Q", tuple(f"in {name}" for name in _ELSEWHERE)),
    (
        "skyward/grading-category-not-found",
        "in Skyward for section",
        tuple(f"in {name} for section" for name in _ELSEWHERE),
    ),
)
"""Entry, the words that name its own system, and the same with a system that has no such entry."""

STATUSES: tuple[tuple[str, str], ...] = (
    ("focus/404-error-api-route-not-found", "404"),
    ("focus/422-error-invalid-due-date", "422"),
    ("infinite-campus/exchange-error", "HTTP/1.1"),
    ("pinnacle/error-code-400-invalid-due-date", "400"),
    ("powerschool/403-error-user-does-not-teach-section", "HTTP/1.1"),
    ("powerschool/409-error-actual-score-grade-scale-id", "HTTP/1.1"),
    ("powerschool/409-error-assignment-is-locked", "HTTP/1.1"),
    ("powerschool/409-error-due-date-error", "HTTP/1.1"),
    ("powerschool/409-error-student-id", "HTTP/1.1"),
    ("powerschool/409-error-teacher-category-id", "HTTP/1.1"),
    ("powerschool/412-error-assignment-update-is-missing-record", "HTTP/1.1"),
)
"""Entry with a status, and what stands before it or is it."""

OTHER_STATUSES = (
    (401, "Unauthorized"),
    (405, "Method Not Allowed"),
    (410, "Gone"),
    (415, "Unsupported Media Type"),
    (502, "Bad Gateway"),
    (504, "Gateway Timeout"),
)
"""Statuses that no message with an HTTP response has; 500 is left out, whose reason is a message itself."""

LABELED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("aeries/student-does-not-belong", ("Synergy", "Skyward", "Infinite Campus")),
    ("aspen/given-gradebook-column-type", ("Skyward", "PowerSchool")),
    ("infinite-campus/assignment-dates-error", ("Skyward", "Synergy", "PowerSchool")),
    ("infinite-campus/data-sync-job-timed-out", ("Skyward", "Synergy", "Aeries")),
    ("powerschool/assignment-section-locked", ("Skyward", "Infinite Campus", "Synergy")),
    ("powerschool/grade-exchange-not-finished", ("Skyward", "Focus")),
    ("progressbook/score-outside-allowable-range", ("Sapphire", "Skyward", "Aspen")),
    ("q-sis/student-is-excluded", ("Skyward", "Aeries")),
    ("skyward/assignment-marked-as-deleted", ("Synergy", "PowerSchool", "Focus")),
    ("skyward/field-section-id", ("Aeries", "Synergy")),
    ("skyward/section-does-not-have-a-gradebook", ("Synergy", "Infinite Campus", "Aspen")),
    ("skyward/student-not-enrolled", ("Focus", "Aeries")),
    ("synergy/assignment-locked", ("Skyward", "Aeries")),
    ("synergy/not-a-valid-score", ("PowerSchool", "Skyward")),
)
"""Entry of one vendor, and labels of others; none has a message like it."""
