using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Credentials;

/// <summary>
/// Finds a program as a shell would. .NET itself looks in the working folder before it looks on PATH, where a stranger's file may wait.
/// </summary>
internal static class ProgramPath
{
    /// <summary>Where the program is, or null when there is none.</summary>
    /// <param name="program">A bare name, which is looked for in PATH's absolute folders, or a path.</param>
    /// <param name="variables">The environment with PATH.</param>
    public static string? Find(string program, Variables variables)
    {
        if (Path.GetFileName(program) != program)
        {
            var path = Path.GetFullPath(program);
            return Candidates(path, variables).FirstOrDefault(IsProgram);
        }

        return (variables["PATH"] ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => Candidates(Path.Combine(folder, program), variables))
            .FirstOrDefault(IsProgram);
    }

    private static IEnumerable<string> Candidates(string path, Variables variables) => OperatingSystem.IsWindows() && !Path.HasExtension(path)
        ? (variables["PATHEXT"] ?? ".EXE").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(extension => path + extension)
        : [path];

    private static bool IsProgram(string path)
    {
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None);
    }
}
