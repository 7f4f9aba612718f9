import ProgramFolders
import TerminalKit
import ThemeFiles

extension ThemeLibrary {
    /// The themes that come with the program.
    static var standard: ThemeLibrary {
        ThemeLibrary(folders: ResourceFolders.candidates("themes"))
    }

    /// Loads a theme by name for one kind of session: real money never looks like a demo.
    ///
    /// - Throws: `CommandFailure` with what is wrong with the theme, or that it is not made for such
    ///   a session.
    func load(_ name: String, for purpose: Theme.Purpose) throws -> Theme {
        let theme: Theme
        do {
            theme = try load(name)
        } catch {
            throw CommandFailure("\(error)", .configuration)
        }
        guard theme.suits(purpose) else {
            throw CommandFailure(
                "The theme '\(name)' is for demonstrations only, and the money at a bank is real. "
                    + "Name another one with --theme; `counterfoil theme list` shows them.",
                .configuration
            )
        }
        return theme
    }
}
