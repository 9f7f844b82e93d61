using ExecutionControl.KiotaLock;

const string Usage = "usage: dotnet run --project tools/ExecutionControl.KiotaLock [-- --check]";

if (args is not ([] or ["--check"]))
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

try
{
    var layout = RepositoryLayout.Find(Environment.CurrentDirectory);
    var check = args.Length == 1;
    var differences = check
        ? await new LockCheck(layout).RunAsync(CancellationToken.None)
        : await LockFileWriter.WriteAsync(layout, CancellationToken.None);
    foreach (var difference in differences)
    {
        await Console.Error.WriteLineAsync(difference.ToString());
    }

    var path = layout.Relative(layout.LockFile);
    Console.WriteLine((check, differences.Count) switch
    {
        (true, 0) => $"{path} is up to date.",
        (true, var count) => $"{path} is out of date: {count} difference(s).",
        (false, 0) => $"{path} is written.",
        (false, _) => $"{path} was not written.",
    });
    return differences.Count == 0 ? 0 : 1;
}
catch (Exception fault) when (fault is InvalidDataException or IOException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
