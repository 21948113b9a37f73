/// What verdicts can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateFormat {
    /// For a screen.
    Terminal,
    /// For programs.
    Json,
    /// For a pull request, and for the summary of a step on GitHub.
    Markdown,
    /// JUnit's XML, as Jenkins and GitLab read it.
    Junit,
    /// Annotations of GitHub's workflow commands.
    Github,
    /// GitLab's code quality report.
    Gitlab,
}

impl GateFormat {
    /// All of them.
    pub const ALL: [GateFormat; 6] = [
        GateFormat::Terminal,
        GateFormat::Json,
        GateFormat::Markdown,
        GateFormat::Junit,
        GateFormat::Github,
        GateFormat::Gitlab,
    ];

    /// Its word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            GateFormat::Terminal => "terminal",
            GateFormat::Json => "json",
            GateFormat::Markdown => "markdown",
            GateFormat::Junit => "junit",
            GateFormat::Github => "github",
            GateFormat::Gitlab => "gitlab",
        }
    }

    /// The format of this word.
    pub fn of_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == word)
    }

    /// The format that a file's name asks for: `.xml` JUnit, `.md` Markdown, `.txt` the text of the screen, and `.json`
    /// verdicts, but for GitLab's own name, `gl-code-quality-report.json`, and others that end in `code-quality-report.json`.
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let ends = |ending: &str| name.ends_with(ending);
        match () {
            () if ends("code-quality-report.json") => Some(GateFormat::Gitlab),
            () if ends(".json") => Some(GateFormat::Json),
            () if ends(".xml") => Some(GateFormat::Junit),
            () if ends(".md") => Some(GateFormat::Markdown),
            () if ends(".txt") => Some(GateFormat::Terminal),
            () => None,
        }
    }
}
