return await ExecutionControl.Cli.Invocation.EctlApplication.RunAsync(args);
