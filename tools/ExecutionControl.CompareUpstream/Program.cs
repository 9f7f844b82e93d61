using ExecutionControl.CompareUpstream;

// The first argument is the folder with our specifications; scripts/compare-upstream gives it.
return args is [var specifications, .. var arguments] && Directory.Exists(specifications)
    ? new CompareCommand(specifications).Run(arguments, Console.Out, Console.Error)
    : new CompareCommand(Environment.CurrentDirectory).Run([], Console.Out, Console.Error);
