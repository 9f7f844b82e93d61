using ExecutionControl.Testing.Npm;

namespace ExecutionControl.ContractTests.WireMock;

/// <summary>The WireMock that <c>package-lock.json</c> pins.</summary>
/// <param name="projectFolder">The folder that holds <c>package.json</c>; nothing outside it is written.</param>
internal sealed class WireMockInstallation(string projectFolder)
{
    private readonly NpmInstallation _npm = new(projectFolder);

    /// <summary>Installs it unless it is there already.</summary>
    /// <returns>The path of WireMock's jar.</returns>
    /// <exception cref="Testing.Processes.ProgramUnavailableException">It cannot be installed.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        await _npm.EnsureAsync(cancellationToken);
        return Directory.EnumerateFiles(Path.Combine(_npm.NodeModules, "wiremock", "build"), "wiremock-standalone-*.jar").Single();
    }
}
