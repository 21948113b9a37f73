//! Models' confidence and routing on logs whose truth is known, and from the command line.

mod command_line;
mod simulated;

/// A short version of `cargo bench --bench coverage -- confidence`.
#[test]
fn what_is_said_of_confidence_holds_in_sixty_logs() {
    for design in simulated::DESIGNS.into_iter().filter(|design| design.items == 400 && !design.consensus) {
        let told = simulated::told(design, 60);
        // With 60 logs, 50 of 60 and 10 of 60 are what 95 % and 5 % give less than once in a thousand times.
        assert!(told.covered >= 50, "{design:?}: {told:?}");
        if design.over_confidence == 0.0 {
            assert!(told.called_over <= 10, "{design:?}: {told:?}");
        } else {
            assert!(told.called_over >= 55, "{design:?}: {told:?}");
        }
        assert!(told.missed.iter().all(|missed| missed.0 <= 10), "{design:?}: {told:?}");
    }
}
