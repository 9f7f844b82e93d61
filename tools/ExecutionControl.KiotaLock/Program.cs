using ExecutionControl.KiotaLock;

if (args.Length > 0)
{
    await Console.Error.WriteLineAsync("usage: scripts/generate");
    return 2;
}

try
{
    var repository = RepositoryLayout.Find(Environment.CurrentDirectory);
    await new ClientGenerator(new KiotaTool(repository)).RegenerateAsync(repository, CancellationToken.None);
    Console.WriteLine($"Generated {repository.Relative(repository.GeneratedClients)} and {repository.Relative(repository.LockFile)}.");
    return 0;
}
catch (Exception fault) when (fault is GenerationException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
