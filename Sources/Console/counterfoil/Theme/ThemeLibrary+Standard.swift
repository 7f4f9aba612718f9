import LocalFiles
import TerminalKit
import ConsoleFiles

extension ThemeLibrary {
    /// Library of the themes that come with the program.
    static var standard: ThemeLibrary {
        ThemeLibrary(folders: ResourceFolders.candidates("themes"))
    }

    /// Loads a theme by name for a kind of session.
    ///
    /// Real money is never shown in a theme for demos.
    func load(_ name: String, for purpose: Theme.Purpose) throws -> Theme {
        let theme = try CommandFailure.translating(.configuration) { try load(name) }
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
