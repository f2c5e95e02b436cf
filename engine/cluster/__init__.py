"""Renders on other machines: in every slot of a cluster a worker with a studio of its own."""

from engine.cluster.cluster import Cluster, ClusterError
from engine.cluster.fleet import rendering_on
from engine.cluster.messages import Equipment
from engine.cluster.ray_cluster import RayCluster

__all__ = ["Cluster", "ClusterError", "Equipment", "RayCluster", "rendering_on"]
