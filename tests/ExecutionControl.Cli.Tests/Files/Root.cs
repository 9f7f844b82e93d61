using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ExecutionControl.Cli.Tests.Files;

/// <summary>What tests of files need and .NET does not offer. Only root can give a file to somebody else; whoever runs the tests otherwise is told.</summary>
internal static class Root
{
    /// <summary>A user who owns nothing.</summary>
    public const int Stranger = 54321;

    /// <summary>Makes a path another user's, with everything below it.</summary>
    public static void GiveAway(string path)
    {
        Assert.True(
            Environment.IsPrivilegedProcess,
            "This test gives a file to another user, which only root can do: run it as root, or leave it out with --filter 'Requires!=root'.");
        foreach (var each in Directory.Exists(path) ? Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories).Append(path) : [path])
        {
            Assert.Equal(0, lchown(each, Stranger, Stranger));
        }
    }

    /// <summary>Runs a program that makes something that .NET cannot make.</summary>
    public static void Make(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lchown(string path, int user, int group);
}
