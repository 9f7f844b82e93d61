using System.Text.RegularExpressions;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>
/// A machine that has no .NET: a file system of ectl and the system's libraries that it is linked with, read-only but for an empty home, with
/// an environment of nothing but HOME. Made with the namespaces that <c>unshare</c> of util-linux offers to everybody.
/// </summary>
internal sealed partial class EmptyRoot : IDisposable
{
    private const string Enter = """
        root=$1; shift
        mount --bind "$root" "$root" && mount -t proc proc "$root/proc" && mount -t tmpfs tmpfs "$root/home" &&
        mount --bind /dev/urandom "$root/dev/urandom" && mount --bind /dev/null "$root/dev/null" &&
        mount -o remount,bind,ro "$root" || exit 125
        exec env -i HOME=/home "$(command -v chroot)" "$root" /bin/ectl "$@"
        """;

    private readonly UserFolder _user = new();
    private readonly string _root;

    private EmptyRoot() => _root = Directory.CreateDirectory(Path.Combine(_user.Home, "root")).FullName;

    /// <summary>Makes the file system.</summary>
    public static async Task<EmptyRoot> CreateAsync(string ectl)
    {
        var root = new EmptyRoot();
        foreach (var folder in (string[])["bin", "dev", "home", "proc"])
        {
            Directory.CreateDirectory(Path.Combine(root._root, folder));
        }

        foreach (var device in (string[])["null", "urandom"])
        {
            File.WriteAllBytes(Path.Combine(root._root, "dev", device), []);
        }

        ProgramFile.Copy(ectl, Path.Combine(root._root, "bin", "ectl"));
        foreach (var library in await LibrariesAsync(ectl))
        {
            var copy = root._root + library;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            ProgramFile.Copy(library, copy);
        }

        return root;
    }

    /// <summary>Starts ectl there. The process that is started ends with it, and it with the process.</summary>
    public EctlProcess Start(params string[] arguments) => EctlProcess.Start(
        "unshare",
        _user,
        ["--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", Enter, "sh", _root, .. arguments],
        ServiceVariables.Of(("PATH", $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin")));

    /// <summary>Runs ectl there to its end.</summary>
    public async Task<EctlResult> RunAsync(params string[] arguments)
    {
        await using var ectl = Start(arguments);
        return await ectl.WaitAsync();
    }

    public void Dispose() => _user.Dispose();

    /// <summary>What ectl is linked with, and OpenSSL with what that needs, which .NET loads by name.</summary>
    private static async Task<IEnumerable<string>> LibrariesAsync(string ectl)
    {
        var cache = (await BuildCommand.RunAsync("/sbin/ldconfig", ["-p"])).ShouldExitWith(0).Output;
        var openSsl = OpenSsl().Matches(cache).Select(match => match.Groups["path"].Value).ToArray();
        Assert.NotEmpty(openSsl);
        var linked = (await BuildCommand.RunAsync("ldd", [ectl, .. openSsl])).ShouldExitWith(0).Output;
        return openSsl.Concat(Linked().Matches(linked).Select(match => match.Groups["path"].Value)).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"lib(ssl|crypto)\.so\.(3|1\.1) .*x86-64.* => (?<path>/\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OpenSsl();

    [GeneratedRegex(@"^\s+(\S+ => )?(?<path>/\S+) \(0x", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Linked();
}
