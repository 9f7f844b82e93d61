using System.CommandLine;
using ExecutionControl.Benchmarks;
using ExecutionControl.Benchmarks.Client;
using ExecutionControl.Benchmarks.Commands;
using ExecutionControl.Benchmarks.Server;

// What is measured in a process of its own is this program once more.
switch (args)
{
    case [ServedProcess.Word, .. var server]:
        await ServedProcess.RunAsync(server);
        return 0;
    case [StartBenchmark.Word]:
        await StartBenchmark.MeasureAsync();
        return 0;
    default:
        break;
}

// A further subject is a class and a line.
IBenchmark[] benchmarks =
    [new CommandBenchmark(), new ClientBenchmark(), new TokenBenchmark(), new ServerBenchmark(), new BacklogBenchmark(), new StartBenchmark()];

var only = new Option<string[]>("--only")
{
    Description = $"Which to run: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.",
    AllowMultipleArgumentsPerToken = true,
};
var pairs = new Option<int>("--pairs") { Description = "How often each side is measured, in turn; at least 7.", DefaultValueFactory = _ => 11 };
var json = new Option<FileInfo>("--json") { Description = "Where to write the figures.", DefaultValueFactory = _ => new FileInfo("artifacts/benchmarks.json") };
pairs.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 7)
    {
        result.AddError("Fewer than 7 pairs show nothing but chance.");
    }
});
var command = new RootCommand("Measures ExecutionControl beside what people would use in its place.") { only, pairs, json };
command.SetAction(async (parsed, cancellationToken) =>
{
    var run = new BenchmarkRun(parsed.GetValue(pairs), Console.Error);
    var names = parsed.GetValue(only) ?? [];
    foreach (var benchmark in benchmarks.Where(benchmark => names.Length == 0 || names.Contains(benchmark.Name, StringComparer.Ordinal)))
    {
        await benchmark.RunAsync(run, cancellationToken);
    }

    run.WriteTable(Console.Out);
    run.WriteJson(parsed.GetValue(json)!);
});
return await command.Parse(args).InvokeAsync();
