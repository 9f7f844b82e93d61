using ExecutionControl.Testing.Processes;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>An installation of ectl that lacks the reference server: a fault of its own as soon as the sandbox is asked for.</summary>
internal static class IncompleteInstallation
{
    /// <summary>Makes it in the user's home.</summary>
    /// <returns>The executable.</returns>
    public static string Create(UserFolder user)
    {
        var installation = Directory.CreateDirectory(Path.Combine(user.Home, "broken")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => !IsServer(file)))
        {
            var placed = Path.Combine(installation, Path.GetFileName(file));
            if (Path.GetFileName(file).StartsWith("ectl", StringComparison.Ordinal))
            {
                ProgramFile.Copy(file, placed);
            }
            else
            {
                File.CreateSymbolicLink(placed, file);
            }
        }

        return Path.Combine(installation, Path.GetFileName(EctlFile.BuiltWithTests));
    }

    private static bool IsServer(string file) =>
        Path.GetFileName(file).StartsWith("ExecutionControl.ReferenceServer.", StringComparison.Ordinal);
}
