import ProgramFolders
import ThemeFiles

extension ThemeLibrary {
    /// The themes that come with the program.
    static var standard: ThemeLibrary {
        ThemeLibrary(folders: ResourceFolders.candidates("themes"))
    }
}
