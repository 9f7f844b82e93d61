using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>What <c>scripts/publish</c> says when it does not build.</summary>
public sealed class PublishScriptTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("solaris-x64")]
    [InlineData("../linux-x64")]
    [InlineData("")]
    public async Task Publish_UnknownRuntime_ExitsWithTwoAndListsThem(string runtime)
    {
        var result = (await RunAsync([runtime])).ShouldExitWith(2);

        Assert.Contains("linux-x64 win-x64 linux-arm64 osx-arm64", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Publish_NamedRuntimeIsNotToBeHad_ExitsWithThreeAndSaysWhatIsMissing()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_user.Home, "empty")).FullName;

        var result = (await RunAsync(["linux-arm64"], ("NUGET_PACKAGES", empty), ("RestoreSources", empty))).ShouldExitWith(3);

        Assert.StartsWith("not built\tlinux-arm64\tthe package sources have no ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Microsoft.NETCore.App.Runtime.linux-arm64", result.Output, StringComparison.Ordinal);
    }

    private Task<EctlResult> RunAsync(IReadOnlyList<string> arguments, params (string Name, string Value)[] variables) => BuildCommand.RunAsync(
        Path.Combine(RepositoryFolder.Path, "scripts", "publish"),
        ["--output", Path.Combine(_user.Home, "out"), .. arguments],
        ServiceVariables.Of(variables));
}
