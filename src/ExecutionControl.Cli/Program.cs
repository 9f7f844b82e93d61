ExecutionControl.Cli.Invocation.ProcessMemory.Close();
return await ExecutionControl.Cli.Invocation.EctlApplication.RunAsync(args);
