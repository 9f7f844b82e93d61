namespace ExecutionControl.Client.DependencyInjection;

/// <summary>One client that is registered: which of the application's HTTP clients is ours, and for whom.</summary>
/// <param name="Name">Its HTTP client's name at the factory.</param>
/// <param name="ServiceKey">The key that it is registered with; <see langword="null"/> for none.</param>
/// <param name="Target">Where it goes, and how long a connection may take.</param>
internal sealed record RegisteredClient(string Name, object? ServiceKey, Func<IServiceProvider, (Uri Server, TimeSpan ConnectTimeout)> Target);
