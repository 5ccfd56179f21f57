"""What runs the tasks of a scan: each module has ``run(scan, tasks, jobs)``, which yields their
commits as they come."""
