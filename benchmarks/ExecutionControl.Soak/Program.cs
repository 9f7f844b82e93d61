using System.CommandLine;
using ExecutionControl.Soak;

var calls = new Option<int>("--calls") { Description = "How many control calls to make.", DefaultValueFactory = _ => 300_000 };
var concurrency = new Option<int>("--concurrency") { Description = "How many at once.", DefaultValueFactory = _ => 64 };
var batch = new Option<int>("--batch") { Description = "After how many calls both sides' counts are compared.", DefaultValueFactory = _ => 20_000 };
var seed = new Option<int>("--seed") { Description = "Which requests the faults strike.", DefaultValueFactory = _ => 1 };
var command = new RootCommand("Makes control calls at a reference server that loses answers, refuses and resets, and compares what both sides counted.") { calls, concurrency, batch, seed };
command.SetAction((parsed, cancellationToken) => new SoakRun(
    parsed.GetValue(calls), parsed.GetValue(concurrency), parsed.GetValue(batch), parsed.GetValue(seed), Console.Out).RunAsync(cancellationToken));
return await command.Parse(args).InvokeAsync();
