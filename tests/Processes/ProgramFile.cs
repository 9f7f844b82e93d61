using System.Diagnostics;

namespace ExecutionControl.Testing.Processes;

/// <summary>
/// Writes programs that a test runs. Another process does it: what this one has open is open in each of its children, too, until that runs
/// a program of its own, and Linux does not run a file that anybody could still write to.
/// </summary>
internal static class ProgramFile
{
    /// <summary>Writes a script that its owner alone can read and run, in place of one that is there.</summary>
    public static void Write(string path, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(path, text);
            return;
        }

        Run("/bin/sh", ["-c", "cat > \"$0\" && chmod 700 \"$0\"", path], text);
    }

    /// <summary>Copies a program with its permissions.</summary>
    public static void Copy(string source, string destination)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Copy(source, destination);
            return;
        }

        Run("cp", [source, destination], string.Empty);
    }

    private static void Run(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new IOException($"{program} ended with exit code {process.ExitCode}.");
        }
    }
}
