ExecutionControl.Cli.Invocation.ProcessMemory.Close();
return await ExecutionControl.Cli.Invocation.EctlApplication.RunAsync(ExecutionControl.Cli.Invocation.CommandHost.OfProcess(), args);
