using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services;

/// <summary>The services that ectl knows, in the order in which they are shown.</summary>
internal sealed class ServiceModules(params IReadOnlyList<IServiceModule> all)
{
    public IReadOnlyList<IServiceModule> All => all;

    /// <summary>What they are called, and what can be said about their accounts.</summary>
    public ServiceDefinitions Definitions { get; } = new([.. all.Select(module => module.Definition)]);

    /// <summary>The names that can be typed.</summary>
    public IReadOnlyList<string> Names => Definitions.Names;

    /// <summary>The service of a typed name, in any case; null when there is none.</summary>
    public IServiceModule? Find(string name) =>
        all.FirstOrDefault(module => string.Equals(module.Definition.Name, name, StringComparison.OrdinalIgnoreCase));
}
