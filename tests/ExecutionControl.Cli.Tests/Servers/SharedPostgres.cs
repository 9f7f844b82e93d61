using ExecutionControl.Runs.Tests.Postgres;

namespace ExecutionControl.Cli.Tests.Servers;

/// <summary>One database server for all tests that need one, started for the first and ended with the process: to make one takes seconds.</summary>
internal static class SharedPostgres
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(StartAsync);

    /// <summary>The address of a database of its own.</summary>
    public static async Task<string> CreateDatabaseAsync() => await (await Server.Value).CreateDatabaseAsync();

    private static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().GetAwaiter().GetResult();
        await server.InitializeAsync();
        return server;
    }
}
