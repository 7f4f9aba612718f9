/// The file of settings that `init` writes: all of them, commented, as they are without it.
enum ConfigurationTemplate {
    /// The text of the file.
    ///
    /// - Parameter chosen: Settings that are not as usual, which stand without the comment sign.
    /// - Returns: The text, ready to be read as it is.
    static func text(chosen: [Setting: SettingValue] = [:]) -> String {
        var lines = [
            "# The settings of counterfoild. A line that begins with '#' shows what holds without "
                + "it.",
            "# Each can be overridden in the environment: listen.port by COUNTERFOILD_LISTEN_PORT.",
        ]
        var table = ""
        for setting in Setting.allCases {
            if setting.table != table {
                table = setting.table
                lines += ["", "[\(table)]"]
            }
            lines.append("# \(setting.help)")
            let value = chosen[setting]
            let text = (value ?? setting.standard).tomlText
            lines.append("\(value == nil ? "# " : "")\(setting.key) = \(text)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
