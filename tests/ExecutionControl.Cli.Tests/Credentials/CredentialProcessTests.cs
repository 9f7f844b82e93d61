using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Credentials;

/// <summary>Secrets that a program of the user's own prints.</summary>
public sealed class CredentialProcessTests : IDisposable
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Pause_SecretOfAProcess_IsAppliedAndTheProfileHoldsNoSecret()
    {
        await using var server = await ReferenceServer.StartAsync();
        Script("key", $$"""printf '{"secret":"{{server.Credentials.Kubiya.ApiKey}}"}'""");
        Configure(server, Path.Combine(_user.Home, "key"));

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", Execution])).ShouldExitWith(0);

        Assert.Contains("the credential process of profile ci", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Credentials.Kubiya.ApiKey, await File.ReadAllTextAsync(_user.ConfigurationFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolvePaused_ClientSecretOfAProcess_MintsAToken()
    {
        await using var server = await ReferenceServer.StartAsync();
        var credentials = server.Credentials.ConductorOne;
        Script("key", $$"""printf '{"secret":"{{credentials.ClientSecret}}","unknown":[1]}'""");
        _user.Configure($"""
            current: ci
            profiles:
              ci:
                conductorone:
                  server-url: {server.Url}
                  client-id: {credentials.ClientId}
                  credential-process: {Path.Combine(_user.Home, "key")}
            """);

        var result = await Ectl.RunAsync(_user, ["automations", "resolve-paused", "aut_runaway", "--decision", "cancel", "--reason", "drill", "--yes"]);

        Assert.Contains("Applied: ", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_SecretWithAnEnd_ShowsBoth()
    {
        await using var server = await ReferenceServer.StartAsync();
        Script("key", $$"""printf '{"secret":"{{server.Credentials.Kubiya.ApiKey}}","expiresAt":"2999-12-31T00:00:00Z"}'""");
        Configure(server, Path.Combine(_user.Home, "key"));

        var status = (await Ectl.RunAsync(_user, ["auth", "status", "kubiya"])).ShouldExitWith(0);
        var doctor = await Ectl.RunAsync(_user, ["doctor"]);

        Assert.Contains("2999-12-31 00:00:00Z", status.Output, StringComparison.Ordinal);
        Assert.Contains("the credential process of profile ci", status.Output, StringComparison.Ordinal);
        Assert.Contains("the credential process of profile ci", doctor.Output + doctor.Error, StringComparison.Ordinal);
    }

    /// <summary>What the program does, and what ectl says of it.</summary>
    public static TheoryData<string, string> Failures { get; } = new()
    {
        { "exit 3", "exit code 3" },
        { "echo hunter2-4711", "printed no JSON object with a \"secret\"" },
        { "echo '{\"secret\":\"\"}'", "printed no JSON object with a \"secret\"" },
        { "echo '{\"secret\":[\"hunter2-4711\"]}'", "printed no JSON object with a \"secret\"" },
        { "echo '[]'", "printed no JSON object with a \"secret\"" },
        { "echo null", "printed no JSON object with a \"secret\"" },
        { "echo '{\"secret\":\"hunter2-4711\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}'", "gave a secret that ended at 2020-01-01 00:00:00Z" },
        { "yes hunter2-4711", "prints more than 64 KiB" },
        { "printf '{\"secret\":\"hunter2-4711\\200\"'", "printed no JSON object with a \"secret\"" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Pause_ProcessFails_SendsNothingAndShowsNothingOfIt(string script, string complaint)
    {
        await using var server = await ReferenceServer.StartAsync();
        Script("key", script);
        Configure(server, Path.Combine(_user.Home, "key"));

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", Execution, "--debug"])).ShouldExitWith(3);

        Assert.Contains(complaint, result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Pause_ProgramInTheWorkingFolder_IsNotRun()
    {
        await using var server = await ReferenceServer.StartAsync();
        Script("kubiya-key", "touch ran");
        Configure(server, "kubiya-key");

        var result = (await EctlProcess.RunAsync(_user, ["executions", "pause", Execution])).ShouldExitWith(3);

        Assert.Contains("no program 'kubiya-key' on PATH", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_user.Home, "ran")));
    }

    [Fact]
    public async Task Pause_RelativePath_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        Script("kubiya-key", "touch ran");
        Configure(server, "./kubiya-key");

        var result = (await EctlProcess.RunAsync(_user, ["executions", "pause", Execution])).ShouldExitWith(3);

        Assert.Contains("relative path", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_user.Home, "ran")));
    }

    [Fact]
    public async Task Pause_ShellCharactersInTheCommandLine_AreArguments()
    {
        await using var server = await ReferenceServer.StartAsync();
        Script("key", $$"""[ "$1" = '$(touch ran); a b' ] && printf '{"secret":"{{server.Credentials.Kubiya.ApiKey}}"}'""");
        Configure(server, $"'{Path.Combine(_user.Home, "key")} \"$(touch ran); a b\"'");

        (await EctlProcess.RunAsync(_user, ["executions", "pause", Execution])).ShouldExitWith(0);

        Assert.False(File.Exists(Path.Combine(_user.Home, "ran")));
    }

    [Fact]
    public async Task Login_ProcessSuppliesTheSecret_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure(server, "/bin/false");

        var result = (await Ectl.RunAsync(_user, ["auth", "login", "kubiya", "--stdin"], input: "kk"u8.ToArray())).ShouldExitWith(2);

        Assert.Contains("ectl profile set ci kubiya.credential-process --unset", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_SecretBesideAProcess_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure($"current: ci\nprofiles:\n  ci:\n    kubiya: {{server-url: '{server.Url}', api-key: kk-4711, credential-process: /bin/false}}\n");

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", Execution])).ShouldExitWith(3);

        Assert.Contains("more than one source of the secret for Kubiya", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData("api-key: kk-4711", "kubiya.credential-process", "/bin/true", "ectl auth logout kubiya --profile ci")]
    [InlineData("credential-process: /bin/true", "kubiya.server-url", "https://elsewhere.test", "kubiya.credential-process --unset")]
    [InlineData("server-url: 'https://cp.test'", "kubiya.credential-helper", "../pass", "is no credential helper's name")]
    public async Task Set_HostAndSecretOfDifferentSources_IsRefused(string before, string setting, string value, string advice)
    {
        _user.Configure($"current: ci\nprofiles:\n  ci:\n    kubiya:\n      {before}\n");
        var text = await File.ReadAllTextAsync(_user.ConfigurationFile);

        var result = (await Ectl.RunAsync(_user, ["profile", "set", "ci", setting, value])).ShouldExitWith(2);

        Assert.Contains(advice, result.Error, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_user.ConfigurationFile));
    }

    private void Configure(ReferenceServer server, string commandLine) => _user.Configure($"""
        current: ci
        profiles:
          ci:
            kubiya:
              server-url: {server.Url}
              credential-process: {commandLine}
        """);

    private void Script(string name, string text) => _user.WriteProgram(name, $"#!/bin/sh\n{text}\n");
}
