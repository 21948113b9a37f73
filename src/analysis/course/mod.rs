//! Whether the work changes along the calendar, for everybody and for each annotator.

mod level_changes;
mod measure;
mod notes;
mod options;
mod people;
mod result;
mod same_people;
mod trend;
mod week_means;

pub use measure::measure;
pub use options::CourseOptions;
pub use result::{
    AnnotatorCourse, Course, CoursePoint, CourseSeries, CourseVerdict, LevelChange, LevelChanges,
    PersonCourse, Trend,
};
