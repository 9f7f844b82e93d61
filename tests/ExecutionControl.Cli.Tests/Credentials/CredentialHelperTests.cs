using System.Diagnostics;
using System.Text;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Credentials;

/// <summary>Secrets that one of docker's credential helpers keeps: Debian's own for pass, and a stub that speaks the protocol.</summary>
public sealed class CredentialHelperTests : IDisposable
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";

    /// <summary>Keeps what it is told in a file for each address.</summary>
    private const string Stub = """
        #!/bin/sh
        umask 077
        mkdir -p "$HOME/keyring"
        given=$(cat)
        case $1 in
          store) url=$(printf %s "$given" | sed 's/.*"ServerURL":"\([^"]*\)".*/\1/') ;;
          *) url=$given ;;
        esac
        file=$HOME/keyring/$(printf %s "$url" | tr '/:' '__')
        case $1 in
          store) printf %s "$given" > "$file" ;;
          get) [ -f "$file" ] && cat "$file" || { echo 'credentials not found in native keychain'; exit 1; } ;;
          erase) [ -f "$file" ] && rm "$file" || { echo 'credentials not found in native keychain'; exit 1; } ;;
        esac

        """;

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Login_RealHelper_KeepsNoSecretOnDisk()
    {
        await using var server = await ReferenceServer.StartAsync();
        var credentials = server.Credentials.ConductorOne;
        await InitializePassAsync();
        try
        {
            var login = await EctlProcess.RunAsync(
                _user,
                ["auth", "login", "conductorone", "--stdin", "--store", "pass", "--client-id", credentials.ClientId, "--server-url", server.Url.ToString(), "--profile", "prod"],
                input: Encoding.UTF8.GetBytes(credentials.ClientSecret));
            var status = await EctlProcess.RunAsync(_user, ["auth", "status", "conductorone", "--profile", "prod"]);
            var resolved = await EctlProcess.RunAsync(
                _user, ["automations", "resolve-paused", "aut_runaway", "--decision", "cancel", "--reason", "drill", "--yes", "--profile", "prod"]);
            await RunAsync("gpgconf", "--kill", "gpg-agent");
            var holders = Directory.EnumerateFiles(_user.Home, "*", SearchOption.AllDirectories)
                .Where(file => File.ReadAllText(file, Encoding.Latin1).Contains(credentials.ClientSecret, StringComparison.Ordinal));
            var found = holders.ToList();
            var logout = await EctlProcess.RunAsync(_user, ["auth", "logout", "conductorone", "--profile", "prod", "--yes"]);

            Assert.Contains("its secret by docker-credential-pass", login.ShouldExitWith(0).Output, StringComparison.Ordinal);
            Assert.Contains("docker-credential-pass of profile prod", status.ShouldExitWith(0).Output, StringComparison.Ordinal);
            Assert.Contains("Applied: ", resolved.ShouldExitWith(0).Output, StringComparison.Ordinal);
            Assert.Empty(found);
            logout.ShouldExitWith(0);
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(_user.Home, ".password-store"), "*.gpg", SearchOption.AllDirectories));
        }
        finally
        {
            await RunAsync("gpgconf", "--kill", "gpg-agent");
        }
    }

    [Fact]
    public async Task Pause_SecretInAHelper_IsApplied()
    {
        await using var server = await ReferenceServer.StartAsync();
        var path = InstallStub(Stub);
        await LoginAsync(server, path, "--store", "stub");

        var result = await Ectl.RunAsync(_user, ["executions", "pause", Execution], path);

        result.ShouldExitWith(0);
        var configuration = await File.ReadAllTextAsync(_user.ConfigurationFile);
        Assert.Contains("credential-helper: stub", configuration, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Credentials.Kubiya.ApiKey, configuration, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_Again_KeepsToTheHelperUntilToldOtherwise()
    {
        await using var server = await ReferenceServer.StartAsync();
        var path = InstallStub(Stub);
        await LoginAsync(server, path, "--store", "stub");

        await LoginAsync(server, path);
        var kept = await File.ReadAllTextAsync(_user.ConfigurationFile);
        await LoginAsync(server, path, "--store", "file");
        var moved = await File.ReadAllTextAsync(_user.ConfigurationFile);

        Assert.Contains("credential-helper: stub", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("credential-helper", moved, StringComparison.Ordinal);
        Assert.Contains(server.Credentials.Kubiya.ApiKey, moved, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_user.Home, "keyring")));
    }

    [Theory]
    [InlineData("missing", "there is no program 'docker-credential-missing' on PATH")]
    [InlineData("stub", "failed to store with exit code 1")]
    [InlineData("helper", "No docker-credential-… of this system's keyring is on PATH")]
    public async Task Login_HelperCannotKeepIt_FallsBackToTheFileAndSaysSo(string store, string complaint)
    {
        await using var server = await ReferenceServer.StartAsync();
        var path = InstallStub("#!/bin/sh\ncat\nexit 1\n");
        path["PATH"] = Path.Combine(_user.Home, "bin");

        var result = await LoginAsync(server, path, "--store", store);

        Assert.Contains(complaint, result.Error, StringComparison.Ordinal);
        Assert.Contains("instead, readable by you alone", result.Error, StringComparison.Ordinal);
        Assert.Contains(server.Credentials.Kubiya.ApiKey, await File.ReadAllTextAsync(_user.ConfigurationFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'credentials not found in native keychain'; exit 1", "keeps no secret for Kubiya in profile default: run 'ectl auth login kubiya --profile default'")]
    [InlineData("echo locked-4711; exit 2", "failed to get with exit code 2")]
    [InlineData("echo locked-4711", "answered with something else than JSON")]
    [InlineData("echo '{\"Secret\":\"\"}'", "answered without a secret")]
    public async Task Pause_HelperFails_SendsNothing(string script, string complaint)
    {
        await using var server = await ReferenceServer.StartAsync();
        var path = InstallStub(Stub);
        await LoginAsync(server, path, "--store", "stub");
        InstallStub($"#!/bin/sh\n{script}\n");
        var before = server.Journal.Entries.Count;

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", Execution], path)).ShouldExitWith(3);

        Assert.Contains(complaint, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, server.Journal.Entries.Count);
    }

    [Fact]
    public async Task Delete_ProfileWithAHelper_ErasesItsSecret()
    {
        await using var server = await ReferenceServer.StartAsync();
        var path = InstallStub(Stub);
        await LoginAsync(server, path, "--store", "stub");

        (await Ectl.RunAsync(_user, ["profile", "delete", "default", "--yes"], path)).ShouldExitWith(0);

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_user.Home, "keyring")));
    }

    private async Task<EctlResult> LoginAsync(ReferenceServer server, IReadOnlyDictionary<string, string> path, params string[] options) =>
        (await Ectl.RunAsync(
            _user,
            ["auth", "login", "kubiya", "--stdin", "--server-url", server.Url.ToString(), .. options],
            path,
            Encoding.UTF8.GetBytes(server.Credentials.Kubiya.ApiKey))).ShouldExitWith(0);

    private Dictionary<string, string> InstallStub(string text)
    {
        _user.WriteProgram(Path.Combine("bin", "docker-credential-stub"), text);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.Combine(_user.Home, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
        };
    }

    private async Task InitializePassAsync()
    {
        await RunAsync("mkdir", "-m", "700", Path.Combine(_user.Home, ".gnupg"));
        await RunAsync("gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-generate-key", "ectl-test", "default", "default", "never");
        await RunAsync("pass", "init", "ectl-test");
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _user.Home;
        start.Environment.Remove("GNUPGHOME");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await error}");
    }
}
