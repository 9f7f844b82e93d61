using System.Text;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Logging in and out, what is used and whether it is valid, and tokens for scripts.</summary>
public sealed class AuthTests : IAsyncLifetime, IDisposable
{
    private readonly UserFolder _user = new();
    private ReferenceServer _server = null!;

    public async Task InitializeAsync() => _server = await ReferenceServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("conductorone", "automation-executions terminate 839265 --yes")]
    [InlineData("codegen", "agent-runs resume 101 --prompt go")]
    [InlineData("kubiya", "executions pause 11111111-1111-4111-8111-111111111111")]
    public async Task Login_SecretOnStandardInput_IsCheckedKeptAndUsed(string service, string line)
    {
        var result = (await LoginAsync(service)).ShouldExitWith(0);

        Assert.Contains("The service accepts it.", result.Output, StringComparison.Ordinal);
        Assert.Contains($"profile default in {_user.ConfigurationFile}", result.Output, StringComparison.Ordinal);
        Assert.NotEmpty(_server.Journal.Entries);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_user.ConfigurationFile));
        }

        (await Ectl.RunAsync(_user, line.Split(' '))).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("codegen")]
    [InlineData("kubiya")]
    public async Task Login_SecretIsRejected_StoresNothing(string service)
    {
        var result = (await LoginAsync(service, secret: "wrong-secret-4711")).ShouldExitWith(3);

        Assert.Contains("Nothing was stored.", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_user.ConfigurationFile));
    }

    [Fact]
    public async Task Login_RejectedWithJson_PrintsOneDocument()
    {
        var document = (await LoginAsync("kubiya", secret: "wrong-secret-4711", more: ["-o", "json"])).ShouldExitWith(3).ErrorDocument();

        Assert.Equal("refused", document.GetProperty("outcome").GetString());
        Assert.Equal("kubiya", document.GetProperty("service").GetString());
    }

    [Fact]
    public async Task Login_ServiceCannotBeReached_StoresNothingUnlessToldNotToAsk()
    {
        string[] arguments = ["auth", "login", "kubiya", "--stdin", "--server-url", "http://127.0.0.1:1"];
        (await Ectl.RunAsync(_user, arguments, input: "key-4711"u8.ToArray())).ShouldExitWith(7);
        Assert.False(File.Exists(_user.ConfigurationFile));

        (await Ectl.RunAsync(_user, [.. arguments, "--no-check"], input: "key-4711"u8.ToArray())).ShouldExitWith(0);

        Assert.Contains("key-4711", await File.ReadAllTextAsync(_user.ConfigurationFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conductorone", "secret-token:conductorone.com:v1:x", "--client-id")]
    [InlineData("conductorone", "an-access-token", "--server-url")]
    [InlineData("codegen", "a-token", "--organization")]
    [InlineData("kubiya", " \n", "no secret")]
    [InlineData("kubiya", "two\nlines", "more than one line")]
    public async Task Login_SomethingIsMissing_ExitsWithTwoAndStoresNothing(string service, string secret, string expected)
    {
        var result = (await Ectl.RunAsync(_user, ["auth", "login", service, "--stdin"], input: Encoding.UTF8.GetBytes(secret))).ShouldExitWith(2);

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_user.ConfigurationFile));
    }

    [Fact]
    public async Task Login_AccessToken_TakesThePlaceOfClientCredentials()
    {
        (await LoginAsync("conductorone")).ShouldExitWith(0);

        (await LoginAsync("conductorone", secret: _server.Credentials.ConductorOne.AccessToken)).ShouldExitWith(0);

        var text = await File.ReadAllTextAsync(_user.ConfigurationFile);
        Assert.Contains("access-token", text, StringComparison.Ordinal);
        Assert.DoesNotContain("client-secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_VariablesAreSet_WarnsThatTheyGoFirst()
    {
        var result = (await Ectl.RunAsync(
            _user,
            ["auth", "login", "kubiya", "--stdin", "--server-url", _server.Url.ToString()],
            ServiceVariables.Of(("KUBIYA_API_KEY", "another-key-4711")),
            Encoding.UTF8.GetBytes(_server.Credentials.Kubiya.ApiKey))).ShouldExitWith(0);

        Assert.Contains("KUBIYA_API_KEY in the environment goes before this profile", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_OnATerminal_AsksAndShowsNothingOfTheSecret()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // script gives ectl a terminal; what it shows goes to a file. The secret is typed when the question is there.
        var command = $"'{EctlFile.Path}' auth login kubiya --server-url {_server.Url}";
        var secret = _user.WriteText("secret", _server.Credentials.Kubiya.ApiKey + "\r");
        var shell = $$"""
            mkfifo keys
            timeout 60 script -qefc "{{command}}" screen < keys > /dev/null &
            exec 3> keys
            for i in $(seq 1 600); do grep -q 'not shown' screen 2> /dev/null && break; sleep 0.05; done
            cat '{{secret}}' >&3
            wait $!
            """;
        await using var terminal = EctlProcess.Start("/bin/bash", _user, ["-c", shell]);

        (await terminal.WaitAsync()).ShouldExitWith(0);

        var screen = await File.ReadAllTextAsync(Path.Combine(_user.Home, "screen"));
        Assert.Contains("Kubiya's API key (not shown): ", screen, StringComparison.Ordinal);
        Assert.Contains("Applied: the account at Kubiya", screen, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Credentials.Kubiya.ApiKey, screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_EveryAccountIsValid_SaysWhereItComesFromAndWhenItExpires()
    {
        (await LoginAsync("conductorone")).ShouldExitWith(0);
        _user.WriteText(".kubiya/config", $"current-context: a\ncontexts: [{{name: a, context: {{api-url: '{_server.Url}', user: b}}}}]\nusers: [{{name: b, user: {{token: {_server.Credentials.Kubiya.ApiKey}}}}}]\n");
        var variables = ServiceVariables.Codegen(_server.Url).With("CODEGEN_API_TOKEN", _server.Credentials.Codegen.ApiToken);

        var table = (await Ectl.RunAsync(_user, ["auth", "status"], variables)).ShouldExitWith(0);
        var document = (await Ectl.RunAsync(_user, ["auth", "status", "-o", "json"], variables)).ShouldExitWith(0).OutputDocument();

        Assert.Contains("CODEGEN_API_TOKEN", table.Output, StringComparison.Ordinal);
        Assert.Contains("profile default in", table.Output, StringComparison.Ordinal);
        Assert.Contains(".kubiya/config (context a)", table.Output, StringComparison.Ordinal);
        var accounts = document.GetProperty("accounts").EnumerateArray().ToList();
        Assert.All(accounts, account => Assert.Equal("valid", account.GetProperty("state").GetString()));
        Assert.Equal("profile environment toolFile", string.Join(' ', accounts.Select(account => account.GetProperty("account").GetProperty("origin").GetString())));
        Assert.InRange(accounts[0].GetProperty("expiresAt").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(50), DateTimeOffset.UtcNow.AddMinutes(61));
        AssertNoSecret(table);
    }

    [Fact]
    public async Task Status_OneIsRejected_ExitsWithThreeAndSaysWhich()
    {
        var variables = _server.Environment.With("KUBIYA_API_KEY", "wrong-key-4711");

        var table = (await Ectl.RunAsync(_user, ["auth", "status"], variables)).ShouldExitWith(3);
        var document = (await Ectl.RunAsync(_user, ["auth", "status", "-o", "json"], variables)).ShouldExitWith(3).OutputDocument();

        Assert.Contains("KUBIYA_API_KEY", table.Output, StringComparison.Ordinal);
        Assert.Equal("valid valid rejected", string.Join(' ', document.GetProperty("accounts").EnumerateArray().Select(account => account.GetProperty("state").GetString())));
        Assert.Equal(3, document.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Status_NothingIsKnown_ExitsWithThree()
    {
        var result = (await Ectl.RunAsync(_user, ["auth", "status"])).ShouldExitWith(3);

        Assert.Contains("ectl auth login codegen", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_Unreachable_ExitsWithSeven() =>
        (await Ectl.RunAsync(_user, ["auth", "status", "kubiya"], ServiceVariables.Kubiya(new Uri("http://127.0.0.1:1")))).ShouldExitWith(7);

    [Fact]
    public async Task Status_Sandbox_IsValid() => (await Ectl.RunAsync(_user, ["auth", "status", "--sandbox"])).ShouldExitWith(0);

    [Fact]
    public async Task Logout_AfterLogin_ForgetsAccountAndTokens()
    {
        (await LoginAsync("conductorone")).ShouldExitWith(0);
        (await LoginAsync("kubiya")).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, ["automation-executions", "terminate", "--yes", "839265"])).ShouldExitWith(0);
        Assert.NotEmpty(Directory.GetFiles(_user.CacheFolder, "*.token", SearchOption.AllDirectories));

        (await Ectl.RunAsync(_user, ["auth", "logout", "--yes", "conductorone"])).ShouldExitWith(0);
        var again = (await Ectl.RunAsync(_user, ["auth", "logout", "--yes", "conductorone", "-o", "json"])).ShouldExitWith(0).OutputDocument();

        Assert.Equal("alreadySo", again.GetProperty("outcome").GetString());
        Assert.Empty(Directory.GetFiles(_user.CacheFolder, "*.token", SearchOption.AllDirectories));
        var text = await File.ReadAllTextAsync(_user.ConfigurationFile);
        Assert.DoesNotContain("secret-token", text, StringComparison.Ordinal);
        Assert.Contains("kubiya", text, StringComparison.Ordinal);
        (await Ectl.RunAsync(_user, ["automation-executions", "terminate", "--yes", "839265"])).ShouldExitWith(3);
    }

    [Fact]
    public async Task Token_ClientCredentials_PrintsOneThatTheServiceAccepts()
    {
        var printed = (await Ectl.RunAsync(_user, ["auth", "token", "conductorone"], _server.Environment)).ShouldExitWith(0);
        var document = (await Ectl.RunAsync(_user, ["auth", "token", "conductorone", "-o", "json"], _server.Environment)).ShouldExitWith(0).OutputDocument();

        var token = printed.Output.TrimEnd('\n');
        Assert.Empty(printed.Error);
        Assert.Equal(token, document.GetProperty("accessToken").GetString());
        Assert.True(document.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(50));
        Assert.Equal(1, _server.Journal.Count(OperationNames.Token));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, "api/v1/automations"));
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("codegen", "CODEGEN_API_TOKEN")]
    [InlineData("kubiya", "KUBIYA_API_KEY")]
    public async Task Token_ThatIsTheCredentialItself_IsPrintedAsItIs(string service, string variable)
    {
        var text = (await Ectl.RunAsync(_user, ["auth", "token", service], _server.Environment)).ShouldExitWith(0);
        var document = (await Ectl.RunAsync(_user, ["auth", "token", service, "-o", "json"], _server.Environment)).ShouldExitWith(0).OutputDocument();

        Assert.Equal(_server.Environment[variable] + "\n", text.Output);
        Assert.Equal(_server.Environment[variable], document.GetProperty("accessToken").GetString());
    }

    [Fact]
    public async Task Token_NoAccount_ExitsWithThree() => (await Ectl.RunAsync(_user, ["auth", "token", "kubiya"])).ShouldExitWith(3);

    [Fact]
    public async Task Token_EndpointCannotBeReached_ExitsWithSeven()
    {
        var variables = _server.Environment.With("CONDUCTORONE_SERVER_URL", "http://127.0.0.1:1");

        (await Ectl.RunAsync(_user, ["auth", "token", "conductorone"], variables)).ShouldExitWith(7);
    }

    private async Task<EctlResult> LoginAsync(string service, string? secret = null, string[]? more = null)
    {
        string[] own = service switch
        {
            "conductorone" => ["--client-id", _server.Credentials.ConductorOne.ClientId],
            "codegen" => ["--organization", "42"],
            _ => [],
        };
        secret ??= service switch
        {
            "conductorone" => _server.Credentials.ConductorOne.ClientSecret,
            "codegen" => _server.Credentials.Codegen.ApiToken,
            _ => _server.Credentials.Kubiya.ApiKey,
        };
        var result = await Ectl.RunAsync(
            _user,
            ["auth", "login", service, "--stdin", "--server-url", _server.Url.ToString(), .. own, .. more ?? ["--verbose"]],
            input: Encoding.UTF8.GetBytes(secret + "\n"));
        Assert.DoesNotContain(secret, result.Output + result.Error, StringComparison.Ordinal);
        return result;
    }

    private void AssertNoSecret(EctlResult result) => Assert.All(
        [_server.Credentials.ConductorOne.ClientSecret, _server.Credentials.Codegen.ApiToken, _server.Credentials.Kubiya.ApiKey],
        secret => Assert.DoesNotContain(secret, result.Output + result.Error, StringComparison.Ordinal));
}
